// expect: value of type 'UpdateDraft<UserRow>' has no member 'execute'
import QueryBuilder

func rename(_ pool: Pool) async throws {
    try await UserRow.update.set(\.name, to: "x").execute(on: pool)
}
