// expect: (aka 'Array<(Optional<UserRow>, Optional<PostRow>)>') to return type '[(UserRow?, PostRow)]'
import QueryBuilder

func rows(_ pool: Pool) async throws -> [(UserRow?, PostRow)] {
    try await UserRow.all.fullJoin(PostRow.self) { u, p in p.authorID == u.id }.fetch(on: pool)
}
