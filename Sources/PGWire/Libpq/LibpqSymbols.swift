#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Functions of libpq that are looked for when the program runs.
///
/// Strata is built against libpq 15, and the library that is loaded may be newer: what only newer
/// ones have is found by name.
enum LibpqSymbols {
    /// Returns whether the loaded library has a function.
    static func has(_ name: String) -> Bool {
        unsafe address(of: name) != nil
    }

    /// Returns a function, or `nil` when the loaded library does not have it.
    ///
    /// - Parameter type: The function's type; it must be a `@convention(c)` one, and the right one.
    @unsafe static func function<Function>(_ name: String, as type: Function.Type) -> Function? {
        unsafe address(of: name).map { unsafe unsafeBitCast($0, to: type) }
    }

    private static func address(of name: String) -> UnsafeMutableRawPointer? {
        // The program itself and everything it was linked with, libpq among them.
        guard let program = unsafe dlopen(nil, RTLD_NOW) else { return nil }
        defer { unsafe dlclose(program) }
        return unsafe dlsym(program, name)
    }
}
