import Testing

@testable import StrataMacrosPlugin

@Suite("Names of columns")
struct ColumnNameTests {
    @Test(arguments: [
        ("id", "id"), ("ID", "id"), ("a", "a"), ("A", "a"), ("aB", "a_b"),
        ("name", "name"), ("createdAt", "created_at"), ("authorID", "author_id"),
        ("authorId", "author_id"), ("userIDs", "user_ids"), ("IDs", "ids"),
        ("URLPath", "url_path"), ("urlPath", "url_path"), ("htmlBody", "html_body"),
        ("bodyHTML", "body_html"), ("parsedHTMLBody", "parsed_html_body"),
        ("HTTPServer", "http_server"), ("isURLSafe", "is_url_safe"),
        ("line1", "line1"), ("line2Text", "line2_text"), ("sha256Hash", "sha256_hash"),
        ("ipV4", "ip_v4"), ("is2FAEnabled", "is2_fa_enabled"), ("http2", "http2"),
        ("already_snake", "already_snake"), ("Mixed_Case", "mixed_case"), ("_hidden", "_hidden"),
        ("_ID", "_id"), ("größeÄndern", "größe_ändern"), ("iPhone", "i_phone"),
    ])
    func `are in snake case with acronyms kept together`(property: String, column: String) {
        #expect(ColumnName.of(property) == column)
    }

    @Test(arguments: [
        "@Table(\"t\") struct T { @Column(\"given\") var id: Int }",
        "@Table(\"t\") struct T { var `given`: Int }",
        "@Table(\"t\") struct T { var Given: Int }",
    ])
    func `come from the attribute or the property`(source: String) {
        #expect(Expansion(source).text.contains("ColumnDefinition(\"given\", Int.sqlType)"))
    }
}
