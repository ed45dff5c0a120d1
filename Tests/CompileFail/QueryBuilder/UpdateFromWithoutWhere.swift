// expect: value of type 'UpdateFromDraft<UserRow, PostRow.Columns>' has no member 'execute'
import QueryBuilder

func change(_ pool: Pool) async throws {
    try await UserRow.update.from(PostRow.all) { update, p in update.set(\.name, to: p.title) }
        .execute(on: pool)
}
