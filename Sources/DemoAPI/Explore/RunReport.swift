import Hummingbird

/// What the page is told of a request that it had run.
struct RunReport: ResponseEncodable, Sendable {
    let variant: String
    let request: SentRequest
    let status: Int
    let phrase: String
    let headers: [Header]
    /// The body's beginning.
    let body: String
    /// The length of the whole body.
    let bytes: Int
    let isCut: Bool
    /// Why the body ended before its end, if it did.
    let failure: String?
    let trace: TraceSummary

    struct SentRequest: Encodable, Sendable {
        let method: String
        let path: String
        let body: String?
    }

    struct Header: Encodable, Sendable {
        let name: String
        let value: String

        init(_ field: HTTPFields.Element) {
            name = field.name.rawName
            value = field.value
        }
    }
}
