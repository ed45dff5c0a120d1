import Foundation
import ORMTestSupport
import StrataMacros
import Testing

@Suite("Classes with @Entity")
struct EntityMacroTests {
    @Test func `everything static is as written by hand`() {
        expectSame(User.self, ORMTestSupport.User.self)
        expectSame(Post.self, ORMTestSupport.Post.self)
        expectSame(Category.self, ORMTestSupport.Category.self)
        expectSame(Order.self, ORMTestSupport.Order.self)
        expectSame(OrderLine.self, ORMTestSupport.OrderLine.self)
        expectSame(Shipment.self, ORMTestSupport.Shipment.self)
    }

    private func expectSame(
        _ made: any Entity.Type, _ written: any Entity.Type,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(made.definition == written.definition, sourceLocation: sourceLocation)
        #expect(made.tableName == written.tableName, sourceLocation: sourceLocation)
        #expect(made.tableSchema == written.tableSchema, sourceLocation: sourceLocation)
        #expect(made.primaryKeyName == written.primaryKeyName, sourceLocation: sourceLocation)
        #expect(made.propertyNames == written.propertyNames, sourceLocation: sourceLocation)
        #expect(made.primaryKeyNames == written.primaryKeyNames, sourceLocation: sourceLocation)
        #expect(made.primaryKeyIndex == written.primaryKeyIndex, sourceLocation: sourceLocation)
        #expect(made.primaryKeyIndexes == written.primaryKeyIndexes, sourceLocation: sourceLocation)
        #expect(
            made.relationships.map(\.name) == written.relationships.map(\.name),
            sourceLocation: sourceLocation)
        #expect(
            made.relationships.map { "\($0.target)" }
                == written.relationships.map { "\($0.target)" },
            sourceLocation: sourceLocation)
    }

    @Test func `queries are the same`() {
        #expect(
            User.where { $0.age >= 18 && $0.role == "admin" }.sql.text
                == ORMTestSupport.User.where { $0.age >= 18 && $0.role == "admin" }.sql.text)
        #expect(
            Post.where { $0.authorID == 1 }.sql.text
                == ORMTestSupport.Post.where { $0.authorID == 1 }.sql.text)
    }

    @Test func `a new instance knows what the server will make`() {
        let user = User(email: "a@x.org", name: "A")
        #expect(user.persistentID == nil)
        #expect(user.unsetColumns.columns == [0, 4])
        user.id = 7
        user.role = "admin"
        #expect(user.persistentID == 7)
        #expect(user.unsetColumns.isEmpty)
        user.clear(column: 0)
        user.clear(column: 1)
        #expect(user.unsetColumns.columns == [0])
        #expect(user.email == "a@x.org")
    }

    @Test func `values are found by position`() {
        let editor = User(email: "e@x.org", name: "E")
        editor.id = 3
        let post = Post(title: "T", author: User(email: "a@x.org", name: "A"), editor: editor)
        let values = (0..<5).map { post.parameter(forColumn: $0) }
        #expect(values.map(\.isNull) == [true, false, true, false, true])
        #expect(values[1].textRepresentation == "T")
        #expect(values[3].textRepresentation == "3")
    }

    @Test func `changes are found by comparing with a snapshot`() {
        let user = User(email: "a@x.org", name: "A", age: 3)
        let before = user.snapshot
        #expect(user.changedColumns(since: before).isEmpty)
        user.id = 1
        user.name = "B"
        user.age = nil
        #expect(user.changedColumns(since: before).columns == [0, 2, 3])
        user.restore(before)
        #expect(user.changedColumns(since: before).isEmpty)
        #expect(user.age == 3)
    }

    @Test func `a changed relationship is a changed foreign key`() throws {
        let post = Post(title: "T", author: User(email: "a@x.org", name: "A"))
        post.author = ToOne(id: 1)
        let before = post.snapshot
        post.author = ToOne(id: 2)
        post.editor = ToOne(id: 2)
        #expect(post.changedColumns(since: before).columns == [2, 3])
        #expect(post.snapshot.authorID == 2)
        post.restore(before)
        #expect(post.author.id == 1)
        #expect(post.editor == nil)
    }

    @Test func `an unloaded relationship names itself`() throws {
        let user = User(email: "a@x.org", name: "A")
        let post = Post(title: "T", author: user)
        post.author = ToOne(id: 1)
        post.editor = ToOne(id: 1)
        expectNotLoaded("User.posts") { _ = try user.posts.all }
        expectNotLoaded("Post.author") { _ = try post.author.value }
        expectNotLoaded("Post.editor") { _ = try post.editor?.value }
    }

    private func expectNotLoaded(
        _ name: String, sourceLocation: SourceLocation = #_sourceLocation, _ read: () throws -> Void
    ) {
        let error = #expect(throws: PGError.self, sourceLocation: sourceLocation) { try read() }
        #expect(error?.code == .notLoaded, sourceLocation: sourceLocation)
        #expect(error?.message.contains(name) == true, sourceLocation: sourceLocation)
    }

    @Test func `appending to an unloaded relationship keeps it unloaded`() {
        let user = User(email: "a@x.org", name: "A")
        user.posts.append(Post(title: "T", author: user))
        #expect(!user.posts.isLoaded)
    }

    @Test func `rows are read in the order of the columns`() throws {
        let rows = ScriptedRows(
            columns: ["id", "title", "author_id", "editor_id"],
            [["1", "T", "2", nil], ["2", "U", "3", "4"]])
        var index = 0
        let first = try Post(from: rows.row(at: 0), at: &index)
        #expect(index == 4)
        #expect(first.id == 1)
        #expect(first.title == "T")
        #expect(first.author.id == 2)
        #expect(first.editor == nil)
        for column in 0..<4 {
            try first.load(column: column, from: rows.row(at: 1).cell(at: column))
        }
        #expect(first.id == 2)
        #expect(first.title == "U")
        #expect(first.author.id == 3)
        #expect(first.editor?.id == 4)
    }

    @Test func `keys that the client gives are plain properties`() {
        let country = Country(code: "pe", name: "Peru")
        #expect(country.persistentID == "pe")
        #expect(country.unsetColumns.isEmpty)
        #expect(Country.definition.columns.map(\.identity) == [nil, nil])
    }

    @Test func `a UUID of version 7 is known from the start`() {
        let event = Event(title: "E")
        #expect(event.persistentID == event.id)
        #expect(event.unsetColumns.columns == [2])
        #expect(event.id.uuidString < Event(title: "F").id.uuidString)
        #expect(Event.definition.columns[0].defaultExpression == nil)
        #expect(EventRow.New.insertColumns == ["id", "title"])
        #expect(!EventRow.insert(EventRow.New(title: "E")).sql.parameters[0].isNull)
    }

    @Test func `versions are known by their position and kind`() {
        #expect(Event.rowVersion == .integer(column: 2))
        #expect(Event.definition.columns[2].defaultExpression == "1")
        #expect(Notice.rowVersion == .timestamp(column: 1))
        #expect(Notice.definition.columns[1].defaultExpression == "now()")
        #expect(Mark.rowVersion == .xmin)
        #expect(User.rowVersion == nil)
    }

    @Test func `a relationship can be the key, or a part of it`() {
        let user = User(email: "a@x.org", name: "A")
        let category = Category(name: "c")
        let profile = Profile(user: user, text: "t")
        let member = Membership(user: user, category: category, role: "r")
        #expect(profile.persistentID == nil)
        #expect(member.persistentID == nil)
        user.id = 3
        #expect(profile.persistentID == 3)
        #expect(member.persistentID == nil)
        category.id = 4
        #expect(member.persistentID == Membership.ID(userID: 3, categoryID: 4))
        #expect(Profile.definition.primaryKey == ["user_id"])
        #expect(Membership.definition.primaryKey == ["user_id", "category_id"])
    }

    @Test func `overridden columns and constraints reach the definition`() {
        let definition = Note.definition
        #expect(definition.schema == "app")
        #expect(Note.tableSchema == "app")
        #expect(definition.columns.map(\.name) == ["id", "body", "secret", "kind", "country_id"])
        #expect(definition.columns.map(\.type) == ["uuid", "text", "text", "citext", "text"])
        #expect(definition.columns[0].defaultExpression == "gen_random_uuid()")
        #expect(definition.foreignKeys.map(\.onUpdate) == [.restrict])
        #expect(definition.uniques.map(\.columns) == [["country_id"]])
        #expect(definition.indexes.isEmpty)
        #expect(Note.columns.class.name == "kind")
        #expect(Note.propertyNames == ["id", "body", "secret", "class", "country"])
    }

    @Test func `an initial value is the default of a new instance`() {
        #expect(Note(body: "x").class == "plain")
        #expect(Note(body: "x").unsetColumns.columns == [0])
    }
}
