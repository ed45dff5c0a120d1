// expect: has non-Sendable type
// An instance kept where several tasks can reach it.
import ORM

final class Cache<Item: Entity>: Sendable {
    let item: Item

    init(_ item: Item) {
        self.item = item
    }
}
