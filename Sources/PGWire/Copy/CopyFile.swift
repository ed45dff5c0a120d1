import PGCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that is read or written on side threads, since files block.
final class CopyFile: Sendable {
    private let descriptor: Int32
    private let path: String
    /// Where what is written goes until it is complete; `nil` for a file that is read.
    private let temporaryPath: String?

    private init(_ descriptor: Int32, _ path: String, temporaryPath: String? = nil) {
        self.descriptor = descriptor
        self.path = path
        self.temporaryPath = temporaryPath
    }

    /// Opens a file for reading.
    ///
    /// - Throws: `PGError.Code.fileFailed`.
    static func open(_ path: String) async throws(PGError) -> CopyFile {
        try await onSideThread {
            let descriptor = openFile(path, O_RDONLY | O_CLOEXEC, 0)
            guard descriptor >= 0 else { return .failure(failed("opened", path)) }
            return .success(CopyFile(descriptor, path))
        }
    }

    /// Starts a file beside `path`, which takes its place when it is complete.
    ///
    /// - Throws: `PGError.Code.fileFailed`.
    static func create(_ path: String) async throws(PGError) -> CopyFile {
        try await onSideThread {
            let temporaryPath = "\(path).\(UInt32.random(in: 0 ... .max)).partial"
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
            let descriptor = openFile(temporaryPath, flags, 0o666)
            guard descriptor >= 0 else { return .failure(failed("written", path)) }
            return .success(CopyFile(descriptor, path, temporaryPath: temporaryPath))
        }
    }

    /// Reads the next bytes; none at the end.
    ///
    /// - Throws: `PGError.Code.fileFailed`.
    func read(_ count: Int) async throws(PGError) -> [UInt8] {
        try await Self.onSideThread { [descriptor, path] in
            var length = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                repeat {
                    length = unsafe Self.readFile(descriptor, buffer.baseAddress, count)
                } while length < 0 && errno == EINTR
                initialized = max(0, length)
            }
            return length < 0 ? .failure(Self.failed("read", path)) : .success(bytes)
        }
    }

    /// Writes all the bytes.
    ///
    /// - Throws: `PGError.Code.fileFailed`.
    func write(_ bytes: [UInt8]) async throws(PGError) {
        try await Self.onSideThread { [descriptor, path] () -> Result<Void, PGError> in
            unsafe bytes.withUnsafeBytes { bytes in
                var written = 0
                while written < bytes.count {
                    let count = unsafe Self.writeFile(
                        descriptor, bytes.baseAddress.map { unsafe $0 + written },
                        bytes.count - written)
                    if count < 0, errno != EINTR { return .failure(Self.failed("written", path)) }
                    written += max(0, count)
                }
                return .success(())
            }
        }
    }

    /// Puts what was written in its place.
    ///
    /// - Throws: `PGError.Code.fileFailed`.
    func complete() async throws(PGError) {
        try await Self.onSideThread { [path, temporaryPath] in
            guard let temporaryPath, unsafe rename(temporaryPath, path) != 0 else {
                return .success(())
            }
            return .failure(Self.failed("written", path))
        }
    }

    /// Closes the file; one that is not complete is removed.
    func close() async {
        await withCheckedContinuation { continuation in
            SideThreads.run { [descriptor, temporaryPath] in
                Self.closeFile(descriptor)
                // Nothing is there after it was completed.
                if let temporaryPath { _ = unsafe unlink(temporaryPath) }
                continuation.resume()
            }
        }
    }

    // MARK: The system's calls

    private static func onSideThread<Value: Sendable>(
        _ work: @escaping @Sendable () -> Result<Value, PGError>
    ) async throws(PGError) -> Value {
        try await withCheckedContinuation { continuation in
            SideThreads.run { continuation.resume(returning: work()) }
        }.get()
    }

    private static func failed(_ what: String, _ path: String) -> PGError {
        let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "unknown error"
        return PGError(.fileFailed, "\(path) could not be \(what): \(reason)")
    }

    // Their names are taken by this type's own methods.
    private static func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
        #if canImport(Glibc)
        unsafe Glibc.open(path, flags, mode)
        #elseif canImport(Musl)
        unsafe Musl.open(path, flags, mode)
        #else
        unsafe Darwin.open(path, flags, mode)
        #endif
    }

    @unsafe private static func readFile(
        _ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int
    ) -> Int {
        #if canImport(Glibc)
        unsafe Glibc.read(descriptor, buffer, count)
        #elseif canImport(Musl)
        unsafe Musl.read(descriptor, buffer, count)
        #else
        unsafe Darwin.read(descriptor, buffer, count)
        #endif
    }

    @unsafe private static func writeFile(
        _ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int
    ) -> Int {
        #if canImport(Glibc)
        unsafe Glibc.write(descriptor, buffer, count)
        #elseif canImport(Musl)
        unsafe Musl.write(descriptor, buffer, count)
        #else
        unsafe Darwin.write(descriptor, buffer, count)
        #endif
    }

    private static func closeFile(_ descriptor: Int32) {
        #if canImport(Glibc)
        _ = Glibc.close(descriptor)
        #elseif canImport(Musl)
        _ = Musl.close(descriptor)
        #else
        _ = Darwin.close(descriptor)
        #endif
    }
}
