public import PGCore

/// What a statement tells of where it comes from, as a comment that the server's log shows.
///
/// ```swift
/// let users = UserRow.all.tagged(with: ["route": "/users"]).fetch(on: pool)
/// // SELECT … /*line='App%2FUsers.swift%3A12',route='%2Fusers'*/
/// ```
///
/// The format is that of sqlcommenter: keys sorted, keys and values URL-encoded. Whatever they
/// contain, they cannot end the comment.
///
/// The comment is part of the statement's text, by which servers and connections remember prepared
/// statements. Tags that differ with each request, such as a trace, make each a new statement: give
/// those to a sample of requests only.
public struct SQLComment: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private var tags: [String: String]

    /// Makes a comment of tags; of equal keys the last one stays.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(Dictionary(elements, uniquingKeysWith: { $1 }))
    }

    /// Makes a comment of tags.
    public init(_ tags: [String: String]) {
        self.tags = tags
    }

    /// The same with another tag.
    public func with(_ key: String, _ value: String) -> SQLComment {
        var copy = self
        copy.tags[key] = value
        return copy
    }

    /// The same with the trace of W3C's header `traceparent`, so that logs and traces meet.
    public func with(traceparent: String, tracestate: String? = nil) -> SQLComment {
        let copy = with("traceparent", traceparent)
        return tracestate.map { copy.with("tracestate", $0) } ?? copy
    }

    /// The comment with its markers, or an empty text without tags.
    public var text: String {
        guard !tags.isEmpty else { return "" }
        let pairs = tags.map { (Self.encode($0.key), Self.encode($0.value)) }
            .sorted { $0.0 < $1.0 }
        return "/*" + pairs.map { "\($0)='\($1)'" }.joined(separator: ",") + "*/"
    }

    /// Percent-encodes everything but the characters that URLs leave alone.
    private static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded.append("%")
                encoded.append(digits[Int(byte >> 4)])
                encoded.append(digits[Int(byte & 15)])
            }
        }
        return encoded
    }
}

extension SQLStatement {
    /// The statement with a comment at its end.
    public func tagged(with comment: SQLComment) -> SQLStatement {
        var copy = self
        if !comment.text.isEmpty { copy.append(raw: " " + comment.text) }
        return copy
    }
}
