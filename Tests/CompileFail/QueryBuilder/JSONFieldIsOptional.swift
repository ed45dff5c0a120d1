// expect: to return type '[String]'
import QueryBuilder

func first(_ pool: Pool) async throws -> [String] {
    try await EventRow.select { $0.document.fieldText("a") }.fetch(on: pool)
}
