import PGSchema
import QueryBuilder
import Testing

@Suite("Tables written by hand")
struct TableTests {
    @Test func `columns take the name of their table`() {
        let columns = UserRow.columns

        #expect(columns.age.table == TableReference("users"))
        #expect(columns.age.name == "age")
    }

    @Test func `columns made from an alias go by it`() {
        let managers = UserRow.Columns(TableReference(UserRow.definition, alias: "managers"))

        #expect(managers.id.table.exposedName == "managers")
    }

    @Test func `the selection has as many columns as the row reads`() {
        #expect(UserRow.columns.selectedExpressions.count == UserRow.columnCount)
        #expect(PostRow.columns.selectedExpressions.count == PostRow.definition.columns.count)
    }
}
