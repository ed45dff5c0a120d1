// expect: instance method 'fetchBlocking' is unavailable from asynchronous contexts; blocks the thread; use fetch(on:) in asynchronous code
import QueryBuilder

func users(_ connection: BlockingConnection) async throws -> [Int] {
    try UserRow.select { $0.id }.fetchBlocking(on: connection)
}
