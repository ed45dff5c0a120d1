// expect: instance method 'fetchBlocking' is unavailable from asynchronous contexts; blocks the thread; use fetch(on:) in asynchronous code
import QueryBuilder

func users(_ connection: BlockingConnection) async throws -> [UserRow] {
    try UserRow.all.fetchBlocking(on: connection)
}
