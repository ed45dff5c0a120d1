// expect: type 'LocalTransaction' does not conform to the 'Sendable' protocol
import QueryBuilder

func later(_ transaction: LocalTransaction) -> QueryHandle<UserRow> {
    UserRow.all.submit(on: transaction)
}
