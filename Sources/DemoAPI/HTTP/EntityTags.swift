import Hummingbird

/// The tags in an `If-Match` or `If-None-Match` header.
struct EntityTags {
    private let tags: [Substring]

    init(_ values: [String]) {
        tags = values.flatMap { $0.split(separator: ",") }.map {
            $0.trimming(while: \.isWhitespace)
        }
    }

    var isEmpty: Bool { tags.isEmpty }
    var hasStar: Bool { tags.contains("*") }

    /// The versions of those tags that are ours and strong.
    var versions: [Int] { tags.compactMap { Self.version($0).map(Int.init) } }

    /// Whether one of them is the tag of this version, be it weak.
    func match(_ version: Int) -> Bool {
        hasStar
            || tags.contains { tag in
                (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag) == Self.tag(version)
            }
    }

    /// The tag of a version.
    static func tag(_ version: Int) -> String { "\"\(version)\"" }

    private static func version(_ tag: Substring) -> Int32? {
        guard tag.count > 2, tag.first == "\"", tag.last == "\"" else { return nil }
        return Int32(tag.dropFirst().dropLast())
    }
}

extension Substring {
    fileprivate func trimming(while isOutside: (Character) -> Bool) -> Substring {
        var text = drop(while: isOutside)
        while let last = text.last, isOutside(last) { text.removeLast() }
        return text
    }
}
