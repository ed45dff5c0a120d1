// expect: to return type '[(Int, Int)]'
import QueryBuilder

func ids(_ pool: Pool) async throws -> [(Int, Int)] {
    let query = UserRow.insert(UserRow.New(name: "x"))
        .returningChanges { old, new in (old.id, new.id) }
    return try await query.fetch(on: pool)
}
