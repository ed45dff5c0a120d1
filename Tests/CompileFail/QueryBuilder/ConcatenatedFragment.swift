// expect: cannot convert value of type 'String' to expected argument type 'SQLFragment'
import QueryBuilder

func users(_ name: String) -> some Query<UserRow> {
    UserRow.where { _ in Expression<Bool>("name = " + name) }
}
