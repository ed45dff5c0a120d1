// expect: requires the types 'Int, String?' and 'Int, String' be equivalent
import QueryBuilder

func titles(_ pool: Pool) async throws -> [(Int, String)] {
    try await UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
        .select { u, p in (u.id, p.title) }
        .fetch(on: pool)
}
