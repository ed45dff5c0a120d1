import Foundation
import ORM
import ORMTestSupport
import PGCore
import PGSchema
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Diagrams and differences of schemas")
struct SchemaToolsTests {
    private let schema = Schema(User.self, Post.self, Category.self)

    @Test func `Mermaid's text has every table, column and foreign key`() {
        #expect(
            schema.mermaid == """
                erDiagram
                    users {
                        bigint id PK
                        text email UK
                        text name
                        bigint age "nullable"
                        text role
                    }
                    posts {
                        bigint id PK
                        text title
                        bigint author_id FK
                        bigint editor_id FK "nullable"
                    }
                    categories {
                        bigint id PK
                        text name
                        bigint parent_id FK "nullable"
                    }
                    users ||--o{ posts : author_id
                    users |o--o{ posts : editor_id
                    categories |o--o{ categories : parent_id

                """)
    }

    @Test func `Mermaid's grammar is kept whatever the names are`() {
        let odd = TableDefinition(
            schema: "my app", name: "a \"b\"",
            columns: [
                ColumnDefinition("1 x", "numeric(10, 2)"),
                ColumnDefinition("at", "timestamp with time zone"),
                ColumnDefinition("list", "text[]"),
            ], primaryKey: ["1 x", "at"],
            foreignKeys: [
                ForeignKeyDefinition(
                    name: "f", columns: ["1 x", "at"], referencedSchema: "my app",
                    referencedTable: "a \"b\"", referencedColumns: ["1 x", "at"])
            ])
        #expect(
            DatabaseSchema(tables: [odd]).mermaid == """
                erDiagram
                    "my app.a 'b'" {
                        numeric(10-_2) 1_x PK, FK
                        timestamp_with_time_zone at PK, FK
                        text[] list
                    }
                    "my app.a 'b'" ||--o| "my app.a 'b'" : "1 x, at"

                """)
    }

    @Test func `a picture has a box for each table and a line for each foreign key`() throws {
        let svg = schema.svg
        let parser = try Picture(svg)
        #expect(parser.texts.filter { ["users", "posts", "categories"].contains($0) }.count == 3)
        #expect(parser.boxes.count == 3)
        #expect(parser.lines == 3)
        #expect(svg == schema.svg)
        for (index, box) in parser.boxes.enumerated() {
            #expect(box.minX >= 0 && box.maxX <= parser.width)
            #expect(box.minY >= 0 && box.maxY <= parser.height)
            for other in parser.boxes[(index + 1)...] { #expect(!box.intersects(other)) }
        }
    }

    @Test func `names are escaped in a picture`() throws {
        let odd = TableDefinition(
            name: "<a> & \"b\"", columns: [ColumnDefinition("x<y", "text")])
        let parser = try Picture(DatabaseSchema(tables: [odd]).svg)
        #expect(parser.texts.contains("<a> & \"b\""))
    }

    @Test func `an empty schema is an empty picture`() throws {
        #expect(try Picture(Schema().svg).boxes.isEmpty)
        #expect(Schema().mermaid == "erDiagram\n")
    }

    @Test func `the same schema has no difference`() {
        #expect(schema.difference(from: schema.definition).isEmpty)
        #expect(schema.difference(from: schema.definition).description == "no difference")
    }

    @Test func `what is missing, changed and not wanted is told`() throws {
        var live = schema.definition
        live.tables[0].columns[1].type = "varchar(80)"
        live.tables[0].columns[2].isNullable = true
        live.tables[0].columns.remove(at: 3)
        live.tables[0].columns.append(ColumnDefinition("old", "text"))
        live.tables[0].checks = []
        live.tables[1].indexes.removeAll { $0.keys == ["title"] }
        live.tables[1].foreignKeys[0].onDelete = .noAction
        live.tables[2] = TableDefinition(name: "logs", columns: [])
        live.enums = [EnumDefinition(name: "mood", labels: ["sad"])]

        #expect(
            schema.difference(from: live).description == """
                change users.email from varchar(80) not null to text not null
                change users.name from text to text not null
                add users.age bigint
                drop users.old
                add the check users_age_check to users
                drop the foreign key posts_author_id_fkey of posts
                add the foreign key posts_author_id_fkey to posts
                add the index posts_title_idx to posts
                create the table categories
                drop the table logs
                drop the enum mood
                """)
    }

    @Test(arguments: [
        ("int8", "bigint"), ("varchar(5)", "character varying(5)"),
        ("timestamp(3) with time zone", "timestamptz(3)"), ("INT4[]", "integer[]"),
        ("numeric(10, 2)", "decimal(10,2)"),
    ])
    func `spellings of one type are no difference`(_ left: SQLType, _ right: SQLType) {
        func schema(_ type: SQLType) -> DatabaseSchema {
            DatabaseSchema(
                tables: [TableDefinition(name: "t", columns: [ColumnDefinition("a", type)])])
        }
        #expect(schema(left).difference(from: schema(right)).isEmpty)
    }
}

/// What is in a picture, read by an XML parser.
private final class Picture: NSObject, XMLParserDelegate {
    struct Box {
        let minX: Double, minY: Double, maxX: Double, maxY: Double

        func intersects(_ other: Box) -> Bool {
            minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
        }
    }

    private(set) var boxes: [Box] = []
    private(set) var lines = 0
    private(set) var texts: [String] = []
    private(set) var width = 0.0
    private(set) var height = 0.0
    private var text = ""

    init(_ svg: String) throws {
        super.init()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = self
        try #require(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        func number(_ key: String) -> Double { attributes[key].flatMap(Double.init) ?? 0 }
        text = ""
        switch name {
        case "svg": (width, height) = (number("width"), number("height"))
        case "rect" where attributes["rx"] != nil:
            boxes.append(
                Box(
                    minX: number("x"), minY: number("y"), maxX: number("x") + number("width"),
                    maxY: number("y") + number("height")))
        case "polyline": lines += 1
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        if name == "text" { texts.append(text) }
    }
}
