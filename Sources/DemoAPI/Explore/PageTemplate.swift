import Hummingbird
import Mustache

/// A page that the server writes.
struct PageTemplate: Sendable {
    private let template: MustacheTemplate

    /// Makes a template from a file of this program, which its tests render: it is well-formed.
    init(_ bytes: [UInt8]) {
        do {
            template = try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
        } catch {
            preconditionFailure("a page's template is malformed: \(error)")
        }
    }

    /// The page with its values filled in, and the rules it has to keep.
    func response(_ content: Any) -> Response {
        let buffer = ByteBuffer(string: template.render(content))
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .contentLength: "\(buffer.readableBytes)",
                .contentSecurityPolicy: Self.policy, .xContentTypeOptions: "nosniff",
                .cacheControl: "no-cache",
            ],
            body: ResponseBody(byteBuffer: buffer))
    }

    /// Nothing but the server's own files, and no script or style in the page itself.
    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
        connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
        """
}
