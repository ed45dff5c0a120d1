// expect: (aka 'Array<(UserRow, Optional<PostRow>)>') to return type '[(UserRow, PostRow)]'
import QueryBuilder

func pairs(_ pool: Pool) async throws -> [(UserRow, PostRow)] {
    try await UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }.fetch(on: pool)
}
