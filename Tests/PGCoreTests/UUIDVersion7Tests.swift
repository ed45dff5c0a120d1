import Foundation
import Testing

@testable import PGCore

@Suite("UUIDs of version 7")
struct UUIDVersion7Tests {
    private func bits(_ id: UUID) -> UInt128 {
        let hex = id.uuidString.filter { $0 != "-" }
        return UInt128(hex, radix: 16) ?? 0
    }

    @Test func `version and variant are where they belong`() {
        for _ in 0..<1_000 {
            let bits = bits(UUID.version7())
            #expect((bits >> 76) & 0xF == 7)
            #expect((bits >> 62) & 0b11 == 0b10)
        }
    }

    @Test func `the first 48 bits are the time`() {
        let before = UInt128(Date().timeIntervalSince1970 * 1_000)
        let id = bits(UUID.version7()) >> 80
        let after = UInt128(Date().timeIntervalSince1970 * 1_000)
        #expect(id >= before)
        #expect(id <= after + 1)
    }

    @Test func `they sort in the order they were made`() {
        let made = (0..<10_000).map { _ in UUID.version7().uuidString }
        #expect(made == made.sorted())
        #expect(Set(made).count == made.count)
    }

    @Test func `a clock that is set back does not break the order`() {
        let source = Version7()
        let times: [UInt64] = [1_000, 1_000, 999, 1, 1_001, 500]
        let made = times.map(source.next)
        #expect(made == made.sorted())
        #expect(Set(made).count == made.count)
        #expect(made.map { $0 >> 80 } == [1_000, 1_000, 1_000, 1_000, 1_001, 1_001])
    }

    @Test func `tasks never make the same one`() async {
        let made = await withTaskGroup(of: [UUID].self) { group in
            for _ in 0..<8 { group.addTask { (0..<2_000).map { _ in UUID.version7() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(made).count == 16_000)
    }
}
