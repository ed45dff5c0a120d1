import ORM
import ORMTestSupport
import PGCore
import Testing

/// Which statements load relationships, in which order, and in how many round trips.
@Suite("Loading relationships by keys")
struct SelectInTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    /// Answers every query of a table with the rows, whatever its condition.
    private func answer(_ table: String, _ columns: [String], _ rows: [[String?]]) {
        source.answer { (statement) throws(PGError) in
            statement.text.contains(#"FROM "\#(table)""#)
                ? ScriptedRows(columns: columns, rows) : nil
        }
    }

    private func authors(_ ids: Int...) {
        answer("authors", ["id", "name"], ids.map { ["\($0)", "A\($0)"] })
    }

    private func articles(_ pairs: (id: Int, author: Int)...) {
        answer(
            "articles", ["id", "title", "is_draft", "author_id"],
            pairs.map { ["\($0.id)", "t\($0.id)", "f", "\($0.author)"] })
    }

    /// The parameters of the last statement.
    private var asked: [String] { source.parameters.last ?? [] }

    @Test func `nothing is asked for nobody`() async throws {
        authors()
        let found = try await session.fetch(Author.include(\.articles).include(\.groups))
        try await session.load(\.articles, of: found)

        #expect(found.isEmpty)
        #expect(source.trips == [1, 1])
    }

    @Test func `owners that come up twice are asked for once`() async throws {
        authors(1, 2, 1)
        articles((10, 1), (11, 2))
        let found = try await session.fetch(Author.all)
        #expect(found.count == 3)

        try await session.load(\.articles, of: found)

        #expect(asked == [#"{"1","2"}"#])
        #expect(try found.map { try $0.articles.all.map(\.id) } == [[10], [11], [10]])
    }

    @Test func `owners without a row have nothing to load`() async throws {
        articles((10, 1))
        let new = Author(name: "new")
        try await session.load(\.articles, of: new)

        #expect(source.trips.isEmpty)
        #expect(!new.articles.isLoaded)
    }

    @Test func `an owner without targets is loaded, and empty`() async throws {
        authors(1, 2)
        articles((10, 2))
        let found = try await session.fetch(Author.include(\.articles))

        #expect(try found[0].articles.all.isEmpty)
        #expect(try found[1].articles.all.map(\.id) == [10])
    }

    @Test func `targets refer back without a statement, and are no change`() async throws {
        authors(1)
        articles((10, 1), (11, 1))
        let author = try #require(try await session.first(Author.include(\.articles)))

        for article in try author.articles.all { #expect(try article.author.value === author) }
        #expect(!session.isDirty)
        #expect(source.trips == [1, 1, 1])
    }

    @Test func `a to-one asks for each row once, and for none that is known`() async throws {
        articles((10, 1), (11, 2), (12, 1), (13, 3))
        authors(1, 3)
        _ = try await session.fetch(Author.all)
        source.clear()

        let found = try await session.fetch(Article.include(\.author))

        #expect(source.trips == [1, 1])
        #expect(asked == [#"{"2"}"#])
        #expect(found.map(\.author.isLoaded) == [true, false, true, true])
    }

    @Test func `a to-one whose rows are all known sends nothing`() async throws {
        authors(1)
        articles((10, 1))
        _ = try await session.fetch(Author.all)
        source.clear()

        let found = try await session.fetch(Article.include(\.author))

        #expect(source.trips == [1])
        #expect(try found[0].author.value.id == 1)
    }

    @Test func `a NULL key is not asked for`() async throws {
        answer("profiles", ["id", "bio", "author_id"], [["1", "b", nil], ["2", "c", nil]])
        let found = try await session.fetch(Profile.include(\.author))

        #expect(source.trips == [1, 1])
        #expect(found.allSatisfy { $0.author == nil })
    }

    @Test func `levels follow each other, siblings go together`() async throws {
        authors(1)
        articles((10, 1))
        answer("taggings", ["id", "weight", "article_id", "tag_id"], [["5", "1", "10", "7"]])
        answer("tags", ["id", "label"], [["7", "x"]])
        let author = try #require(
            try await session.fetch(
                Author.include(\.profile).include(\.articles) {
                    $0.include(\.taggings) { $0.include(\.tag) }
                }
                .include(\.badge)
            ).first)

        #expect(source.trips == [1, 1, 3, 1, 1])
        #expect(try author.articles.all[0].taggings.all[0].tag.value.label == "x")
        #expect(author.profile.isLoaded && author.badge.isLoaded)
    }

    @Test func `a level without instances ends the way down`() async throws {
        authors(1)
        articles()
        _ = try await session.fetch(
            Author.include(\.articles) { $0.include(\.taggings) { $0.include(\.tag) } })

        #expect(source.trips == [1, 1, 1])
    }

    @Test func `a tree is loaded level by level to itself`() async throws {
        source.answer { (statement) throws(PGError) in
            guard statement.text.contains(#"FROM "categories""#) else { return nil }
            let columns = ["id", "name", "parent_id"]
            let rows: [[String?]] =
                switch statement.parameters.first?.textRepresentation {
                case nil: [["1", "root", nil]]
                case #"{"1"}"#: [["2", "a", "1"], ["3", "b", "1"]]
                case #"{"2","3"}"#: [["4", "aa", "2"]]
                default: []
                }
            return ScriptedRows(columns: columns, rows)
        }

        let root = try #require(
            try await session.fetch(
                Category.all.include(\.children) {
                    $0.include(\.children) { $0.include(\.children) }
                }
            ).first)

        #expect(source.trips == [1, 1, 1, 1, 1])
        let leaf = try root.children.all[0].children.all[0]
        #expect(leaf.name == "aa")
        #expect(try leaf.children.all.isEmpty)
        #expect(try leaf.parent?.value.parent?.value === root)
    }

    @Test func `a failing load leaves nothing half loaded`() async throws {
        authors(1)
        articles((10, 1))
        source.fail(#"FROM "badges""#, with: PGError(.server, "no"))
        let found = try await session.fetch(Author.all)

        let error = await #expect(throws: PGError.self) {
            _ = try await session.fetch(Author.include(\.articles).include(\.badge))
        }

        #expect(error?.statement?.contains("badges") == true)
        #expect(!found[0].articles.isLoaded)
        try await session.rollback()
        try await session.load(\.articles, of: found)
        #expect(try found[0].articles.all.count == 1)
    }

    @Test func `an instance that was moved stays with its new owner`() async throws {
        let session = SessionCore(
            source, configuration: SessionConfiguration(autoflush: false))
        authors(1, 2)
        articles((10, 1))
        let found = try await session.fetch(Author.include(\.articles))
        let article = try found[0].articles.all[0]
        article.author = ToOne(found[1])

        try await session.load(\.articles, of: found)

        #expect(try found[0].articles.all.isEmpty)
        #expect(try found[1].articles.all.map(\.id) == [10])
        #expect(session.changedProperties(of: article) == ["author"])
    }

    @Test func `a path that is no relationship says what to declare`() async throws {
        authors(1)
        let found = try await session.fetch(Author.all)
        let error = await #expect(throws: PGError.self) {
            try await session.load(\.undeclared, of: found)
        }

        #expect(error?.code == .invalidMapping)
        #expect(error?.message.hasPrefix("Author has no relationship at ") == true)
    }
}

extension Author {
    fileprivate var undeclared: ToMany<Article> { articles }
}
