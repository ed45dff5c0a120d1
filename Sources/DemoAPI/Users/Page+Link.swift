import Hummingbird

extension Page {
    /// The page as an answer, which says where the next one is.
    func response(
        to request: Request, _ context: DemoContext
    ) throws -> Response {
        var response = try context.responseEncoder.encode(self, from: request, context: context)
        if let next {
            response.headers[.link] = "<\(request.path(following: next))>; rel=\"next\""
        }
        return response
    }
}

extension Request {
    /// The same request with another cursor.
    fileprivate func path(following cursor: String) -> String {
        let others = (uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") }
        return "\(uri.path)?" + (others + ["cursor=\(cursor)"]).joined(separator: "&")
    }
}
