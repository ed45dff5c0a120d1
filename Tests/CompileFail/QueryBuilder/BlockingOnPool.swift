// expect: requires that 'Pool' conform to 'BlockingStatementExecutor'
import QueryBuilder

func users(_ pool: Pool) throws -> [UserRow] {
    try UserRow.all.fetchBlocking(on: pool)
}
