import Hummingbird

/// Answers with a value as JSON.
struct JSONResponseEncoder: ResponseEncoder {
    static let contentType = "application/json; charset=utf-8"

    func encode(
        _ value: some Encodable, from request: Request, context: some RequestContext
    ) throws -> Response {
        let bytes = try JSONBytesEncoder.encode(value)
        return Response(
            status: .ok,
            headers: [.contentType: Self.contentType, .contentLength: bytes.count.description],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
