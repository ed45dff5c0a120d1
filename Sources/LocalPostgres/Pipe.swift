#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A pipe that no other program started by this process inherits.
struct Pipe: Sendable {
    let reading: Int32
    let writing: Int32

    static func make() throws(LocalPostgresError) -> Pipe {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw LocalPostgresError(
                .startFailed, "Could not make a pipe: \(System.describe(errno)).")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        return Pipe(reading: ends[0], writing: ends[1])
    }

    func closeReading() { _ = close(reading) }
    func closeWriting() { _ = close(writing) }

    func readAll() -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = unsafe read(reading, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
