import Foundation
import PGWire

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the process and its server hold because of each other.
struct Holdings: Equatable, CustomStringConvertible {
    let descriptors: Int
    /// The database's sessions on the server, the one that asks included.
    let sessions: Int

    var description: String { "\(descriptors) descriptors and \(sessions) sessions" }

    static func now(askedOn observer: ConnectionPool) async throws -> Holdings {
        let sessions = try await observer.query(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        ).one(Int.self)
        return Holdings(descriptors: openDescriptors, sessions: sessions)
    }

    private static var openDescriptors: Int {
        #if os(Linux)
        let folder = "/proc/self/fd"
        #else
        let folder = "/dev/fd"
        #endif
        return (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? 0
    }
}

/// What is allocated and was not freed, where the C library tells.
enum Heap {
    /// The number of bytes; `nil` where nobody counts them.
    static var bytesInUse: Int? {
        #if canImport(Glibc)
        // Its header is not part of what Swift imports.
        typealias MallocInfo = @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32
        guard let symbol = unsafe dlsym(nil, "malloc_info") else { return nil }
        let mallocInfo = unsafe unsafeBitCast(symbol, to: MallocInfo.self)
        var text: UnsafeMutablePointer<CChar>?
        var size = 0
        guard let file = unsafe open_memstream(&text, &size) else { return nil }
        let status = unsafe mallocInfo(0, file)
        unsafe fclose(file)
        defer { unsafe free(text) }
        guard status == 0, let text = unsafe text else { return nil }
        return bytesInUse(accordingTo: unsafe String(cString: text))
        #else
        return nil
        #endif
    }

    /// The sums over all arenas stand at the end of the report.
    private static func bytesInUse(accordingTo report: String) -> Int? {
        guard let sums = report.components(separatedBy: "</heap>").last,
            let system = size(of: "<system type=\"current\"", in: sums),
            let fast = size(of: "<total type=\"fast\"", in: sums),
            let rest = size(of: "<total type=\"rest\"", in: sums),
            let mapped = size(of: "<total type=\"mmap\"", in: sums)
        else { return nil }
        return system - fast - rest + mapped
    }

    private static func size(of element: String, in report: String) -> Int? {
        guard let start = report.range(of: element),
            let size = report.range(of: "size=\"", range: start.upperBound..<report.endIndex)
        else { return nil }
        return Int(report[size.upperBound...].prefix { $0.isNumber })
    }
}
