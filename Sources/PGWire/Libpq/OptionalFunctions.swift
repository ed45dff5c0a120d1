#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Functions of newer versions of libpq than the one Strata is compiled against, found at run time.
enum OptionalFunctions {
    typealias SendNamed = @convention(c) (OpaquePointer, UnsafePointer<CChar>) -> Int32

    /// `PQsendClosePrepared`, from libpq 17.
    @safe static let sendClosePrepared: SendNamed? = unsafe find("PQsendClosePrepared")

    private static func find<Function>(_ name: String) -> Function? {
        unsafe dlsym(everything, name).map { unsafe unsafeBitCast($0, to: Function.self) }
    }

    /// What `RTLD_DEFAULT` stands for: a search of everything the process has loaded.
    private static var everything: UnsafeMutableRawPointer? {
        #if canImport(Darwin)
        unsafe UnsafeMutableRawPointer(bitPattern: -2)
        #else
        nil
        #endif
    }
}
