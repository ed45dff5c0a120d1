import ORMTestSupport
import Testing

@testable import ORM

@Suite("The rollback journal")
struct RollbackJournalTests {
    private final class SavedValue: SavedMoment {
        let value: Int

        init(of item: Item, at depth: Int) {
            value = item.value
            super.init(of: item, at: depth)
        }
    }

    /// A counter in the place of an instance.
    private final class Item: Tracked {
        var value = 0

        init() {
            super.init(mapping: EntityMapping.of(User.self), phase: .persistent)
            hasRow = true
        }

        override func moment(at depth: Int) -> SavedMoment { SavedValue(of: self, at: depth) }
        override func restore(_ moment: SavedMoment) {
            if let saved = moment as? SavedValue { value = saved.value }
        }
    }

    /// Random transactions with savepoints, against a stack of whole copies.
    @Test(arguments: 1..<200)
    func `behaves like copies of everything`(_ seed: UInt64) {
        var random = Lehmer(state: seed &* 11_400_714_819_323_198_485 | 1)
        let items = (0..<5).map { _ in Item() }
        var journal = RollbackJournal()
        var copies = [items.map(\.value)]
        for step in 1...60 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                journal.beginSavepoint()
                copies.append(items.map(\.value))
            case 1 where journal.depth > 0:
                journal.releaseSavepoint()
                copies.removeLast()
            case 2 where journal.depth > 0:
                _ = journal.rollBackFrame()
                #expect(items.map(\.value) == copies.removeLast())
            case 3 where journal.depth == 0 && step % 3 == 0:
                _ = journal.commit()
                copies = [items.map(\.value)]
            default:
                let item = items[Int.random(in: 0..<5, using: &random)]
                journal.willChange(item)
                item.value = step
            }
        }
        while journal.depth > 0 { _ = journal.rollBackFrame() }
        _ = journal.rollBackFrame()
        #expect(items.map(\.value) == copies[0])
    }

    /// The same for relationships, which are kept by whoever changes them.
    @Test(arguments: 1..<100)
    func `keeps relationships like copies of everything`(_ seed: UInt64) {
        var random = Lehmer(state: seed &* 11_400_714_819_323_198_485 | 1)
        let items = (0..<3).map { _ in Item() }
        var journal = RollbackJournal()
        var copies = [items.map(\.value)]
        for step in 1...60 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                journal.beginSavepoint()
                copies.append(items.map(\.value))
            case 1 where journal.depth > 0:
                journal.releaseSavepoint()
                copies.removeLast()
            case 2 where journal.depth > 0:
                _ = journal.rollBackFrame()
                #expect(items.map(\.value) == copies.removeLast())
            default:
                let item = items[Int.random(in: 0..<3, using: &random)]
                let value = item.value
                journal.keep("others", of: item) { item.value = value }
                item.value = step
            }
        }
        while journal.depth > 0 { _ = journal.rollBackFrame() }
        _ = journal.rollBackFrame()
        #expect(items.map(\.value) == copies[0])
    }

    @Test func `a relationship is kept once for each savepoint`() {
        let item = Item()
        var journal = RollbackJournal()
        var undone: [Int] = []
        for number in 1...3 { journal.keep("others", of: item) { undone.append(number) } }
        journal.keep("parts", of: item) { undone.append(4) }
        journal.beginSavepoint()
        for number in 5...6 { journal.keep("others", of: item) { undone.append(number) } }

        _ = journal.rollBackFrame()
        #expect(undone == [5])
        _ = journal.rollBackFrame()

        #expect(undone == [5, 4, 1])
    }
}
