// expect: cannot convert value of type 'InlinedSQL' to expected argument type 'SQLStatement'
import QueryBuilder

func run(_ pool: Pool) async throws {
    _ = try await pool.execute(UserRow.all.sql.inlined)
}
