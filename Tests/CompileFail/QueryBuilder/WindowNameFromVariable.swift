// expect: cannot convert value of type 'String' to expected argument type 'WindowName'
import QueryBuilder

func query(_ name: String) -> From1<UserRow.Columns> {
    UserRow.all.window(name) { _ in WindowDefinition() }
}
