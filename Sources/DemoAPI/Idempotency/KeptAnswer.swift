import Hummingbird

/// An answer that can be given again, to the byte.
struct KeptAnswer: Sendable, Equatable, Decodable {
    let status: Int
    let location: String
    let etag: String
    let body: String
}

extension KeptAnswer: ResponseGenerator {
    func response(from request: Request, context: some RequestContext) -> Response {
        Response(
            status: HTTPResponse.Status(code: status),
            headers: [
                .contentType: "application/json; charset=utf-8", .location: location, .eTag: etag,
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
