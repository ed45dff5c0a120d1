import CLibpq
import PGCore

/// The right to ask the server to stop what a connection is running.
///
/// It is independent of the connection, so another thread may use it while the connection's own
/// thread waits for the answer.
@safe
final class CancelHandle: @unchecked Sendable {
    // Protected by libpq: a PGcancel is immutable, and PQcancel is documented as thread-safe.
    private let pointer: OpaquePointer

    @unsafe init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQfreeCancel(pointer)
    }

    /// Sends the request and waits for the server to take it; blocks.
    ///
    /// Returns libpq's complaint.
    func cancel() -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            unsafe buffer.initialize(repeating: 0)
            guard unsafe PQcancel(pointer, buffer.baseAddress, 256) == 0 else { return nil }
            return unsafe buffer.baseAddress.map { unsafe String(cString: $0) } ?? "unknown error"
        }
    }
}

/// Reading of connection strings, by libpq's own parser.
///
/// See "Connection Strings" in the PostgreSQL manual's libpq chapter.
package enum ConnectionString {
    /// Returns the parameters a URI or a key/value string names, as this libpq knows them.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` with libpq's words when it is malformed.
    package static func parse(_ text: String) throws(PGError) -> [String: String] {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let options = unsafe PQconninfoParse(text, &complaint) else {
            defer { unsafe PQfreemem(complaint) }
            var message = unsafe complaint.map { unsafe String(cString: $0) } ?? "malformed"
            while message.last?.isWhitespace == true { message.removeLast() }
            message = withoutSecrets(message, quotedFrom: text)
            throw PGError(.invalidConfiguration, "the connection string is invalid: \(message)")
        }
        defer { unsafe PQconninfoFree(options) }
        return unsafe dictionary(options)
    }

    @unsafe static func dictionary(
        _ options: UnsafeMutablePointer<PQconninfoOption>
    ) -> [String: String] {
        var values: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                values[unsafe String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return values
    }
}
