// expect: (aka 'Array<(Int, Optional<String>)>') to return type '[(Int, String)]'
import QueryBuilder

func titles(_ pool: Pool) async throws -> [(Int, String)] {
    let query = UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
        .select { u, p in (u.id, p.title) }
    return try await query.fetch(on: pool)
}
