// expect: (aka 'Array<(Optional<String>, String)>') to return type '[(String, String)]'
import QueryBuilder

func names(_ pool: Pool) async throws -> [(String, String)] {
    let query = UserRow.all.rightJoin(PostRow.self) { u, p in p.authorID == u.id }
        .select { u, p in (u.name, p.title) }
    return try await query.fetch(on: pool)
}
