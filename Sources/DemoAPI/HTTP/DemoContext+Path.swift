import Foundation
import Hummingbird

extension DemoContext {
    /// A part of the path as text; the framework leaves it as it came.
    func pathText(_ name: String) throws -> String {
        let part = try parameters.require(name)
        // No key has a character that PostgreSQL's text cannot hold.
        guard let text = part.removingPercentEncoding, !text.unicodeScalars.contains("\0") else {
            throw APIError.notFound("there is nothing of that name")
        }
        return text
    }
}
