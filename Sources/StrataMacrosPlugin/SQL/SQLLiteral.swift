import SwiftSyntax

/// A string literal as the SQL it stands for, each byte with its place in the source.
struct SQLLiteral {
    /// Where a byte comes from: a character of a token, or an interpolation.
    struct Place {
        let node: Syntax
        /// The UTF-8 offset in the token's text.
        let offset: Int

        var position: AbsolutePosition {
            node.positionAfterSkippingLeadingTrivia.advanced(by: offset)
        }
    }

    /// The text, with one ``SQLScanner/bind`` for each interpolation.
    private(set) var bytes: [UInt8] = []
    private(set) var places: [Place] = []
    private(set) var interpolations: [Int: ExpressionSegmentSyntax] = [:]

    init(_ literal: StringLiteralExprSyntax) {
        let pounds = literal.openingPounds?.text.utf8.count ?? 0
        for segment in literal.segments {
            switch segment {
            case .stringSegment(let text): decode(text.content, pounds: pounds)
            case .expressionSegment(let interpolation):
                interpolations[bytes.count] = interpolation
                append([SQLScanner.bind], Place(node: Syntax(interpolation), offset: 0))
            }
        }
        places.append(Place(node: Syntax(literal), offset: 0))
    }

    /// The interpolations that become quoted names.
    var names: Set<Int> {
        Set(interpolations.filter { $0.value.label == "identifier" }.keys)
    }

    /// What stands at a place, shortened, on one line.
    func excerpt(_ range: Range<Int>) -> String {
        let longest = 24
        var text = ""
        for byte in bytes[range].split(separator: SQLScanner.bind, omittingEmptySubsequences: false)
        {
            if byte.startIndex > range.lowerBound { text += "\\(…)" }
            text += String(decoding: byte, as: UTF8.self)
        }
        let line = text.prefix { !$0.isNewline }
        return line.count > longest ? line.prefix(longest) + "…" : String(line)
    }

    private mutating func append(_ new: some Collection<UInt8>, _ place: Place) {
        bytes += new
        places += repeatElement(place, count: new.count)
    }

    /// Appends a part of the literal with its escapes resolved.
    private mutating func decode(_ token: TokenSyntax, pounds: Int) {
        let source = Array(token.text.utf8)
        let marker = [UInt8(ascii: "\\")] + Array(repeating: UInt8(ascii: "#"), count: pounds)
        var index = 0
        while index < source.count {
            let place = Place(node: Syntax(token), offset: index)
            if source[index...].starts(with: marker), index + marker.count < source.count {
                let escape = Escape(source[(index + marker.count)...])
                append(escape.bytes, place)
                index += marker.count + escape.length
            } else {
                append(CollectionOfOne(source[index]), place)
                index += 1
            }
        }
    }

    /// What follows a backslash.
    private struct Escape {
        let bytes: [UInt8]
        /// The bytes it takes in the source, without the backslash.
        let length: Int

        init(_ source: ArraySlice<UInt8>) {
            let letter = source[source.startIndex]
            guard letter == UInt8(ascii: "u"), let end = source.firstIndex(of: UInt8(ascii: "}"))
            else {
                bytes = Self.plain[letter] ?? []
                length = 1
                return
            }
            let digits = String(decoding: source[source.startIndex + 2..<end], as: UTF8.self)
            let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
            bytes = scalar.map { Array(String($0).utf8) } ?? []
            length = end - source.startIndex + 1
        }

        private static let plain: [UInt8: [UInt8]] = [
            UInt8(ascii: "n"): [0x0A], UInt8(ascii: "t"): [0x09], UInt8(ascii: "r"): [0x0D],
            UInt8(ascii: "0"): [0], UInt8(ascii: "\\"): [UInt8(ascii: "\\")],
            UInt8(ascii: "\""): [UInt8(ascii: "\"")], UInt8(ascii: "'"): [UInt8(ascii: "'")],
        ]
    }
}

extension ExpressionSegmentSyntax {
    /// The label of what is interpolated.
    var label: String? { expressions.first?.label?.text }
}
