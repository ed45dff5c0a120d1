// Pages after a cursor.

import StrataMacros

enum Pagination {
    @Table("articles") struct Article: Sendable {
        @PrimaryKey(.identity) var id: Int
        var title: String
        var publishedAt: PGTimestampTZ?
    }

    // snippet.query
    static let newest = Article.orderBy { ($0.publishedAt.descending.nullsLast, $0.id) }
        .select { ($0.id, $0.title) }
    // snippet.end

    // snippet.page
    static func page(
        after cursor: String?, on executor: some StatementExecutor
    ) async throws -> (articles: [(Int, String)], next: String?) {
        let position = cursor.map { PagePosition.after(PageCursor(rawValue: $0)) } ?? .first
        let page = try await newest.page(20, at: position).fetch(on: executor)
        return (page.rows, page.next?.rawValue)
    }
    // snippet.end

    static var statements: [String: SQLStatement] {
        guard let first = try? newest.page(20) else { return [:] }
        return ["query": newest.sql, "page": first.sql]
    }
}
