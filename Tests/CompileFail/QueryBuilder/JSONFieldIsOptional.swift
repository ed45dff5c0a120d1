// expect: and 'Select<EventRow.Columns, String>' be equivalent
import QueryBuilder

func first(_ pool: Pool) async throws -> [String] {
    try await EventRow.select { $0.document.fieldText("a") }.fetch(on: pool)
}
