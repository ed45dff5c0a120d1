// expect: value of type 'DeleteDraft<UserRow>' has no member 'execute'
import QueryBuilder

func empty(_ pool: Pool) async throws {
    try await UserRow.delete.execute(on: pool)
}
