// expect: value of type 'DeleteUsingDraft<UserRow, PostRow.Columns>' has no member 'execute'
import QueryBuilder

func clear(_ pool: Pool) async throws {
    try await UserRow.delete.using(PostRow.all).execute(on: pool)
}
