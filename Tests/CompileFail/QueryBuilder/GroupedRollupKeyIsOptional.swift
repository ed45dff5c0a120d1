// expect: value of optional type 'Int?' must be unwrapped to a value of type 'Int'
import QueryBuilder

func first(_ pool: Pool) async throws {
    let query = PostRow.all.grouped { ($0.authorID, $0.title) }.rollup()
        .select { author, title, rows in (author, title, rows.count) }
    if let row = try await query.fetchFirst(on: pool) {
        let author: Int = row.0
        print(author)
    }
}
