@testable import PGWire
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("What the loaded libpq can do")
struct LibpqCapabilitiesTests {
    @Test func theLoadedLibraryIsAtLeastTheOneStrataNeeds() {
        let current = LibpqCapabilities.current
        #expect(current.version >= 150_000)
        #expect(current.hasRequireAuth == (current.version >= 160_000))
        #expect(current.hasEncryptedCancel == (current.version >= 170_000))
        #expect(current.hasChunkedRows == (current.version >= 170_000))
        #expect(current.hasProtocol32 == (current.version >= 180_000))
    }

    /// `make test-libpq` says which library the tests must not have missed.
    @Test(.enabled(if: unsafe getenv("STRATA_EXPECT_LIBPQ") != nil, "any library will do"))
    func theNewerLibraryIsTheOneInUse() throws {
        let text = try #require(
            unsafe getenv("STRATA_EXPECT_LIBPQ").map { unsafe String(cString: $0) })
        #expect(LibpqCapabilities.current.version >= (try #require(Int(text))))
    }

    @Test func anOldLibraryHasNoneOfTheNewerFunctions() {
        let old = LibpqCapabilities(version: 150_018) { _ in false }
        #expect(!old.hasEncryptedCancel && !old.hasChunkedRows && !old.hasClosePrepared)
        #expect(!old.hasSendPipelineSync && !old.hasRequireAuth && !old.hasProtocol32)
        #expect(!old.hasDirectTLS && !old.hasLoadBalancing)
    }

    @Test func aFunctionNobodyHasIsNotFound() {
        #expect(LibpqSymbols.has("PQlibVersion"))
        #expect(!LibpqSymbols.has("PQnoSuchFunction"))
    }
}
