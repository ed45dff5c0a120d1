import PGCore
import QueryBuilder

/// An expression together with what it must yield, found without looking at its SQL.
struct Tree<Value: SQLValue>: Sendable {
    let expression: Expression<Value?>
    let value: Value?

    init(_ expression: Expression<Value?>, _ value: Value?) {
        self.expression = expression
        self.value = value
    }
}

extension Tree<Bool> {
    init(any expression: Predicate, _ value: Bool?) {
        self.init(expression.nullable, value)
    }
}

/// Makes random expressions over integers, booleans and text.
struct TreeMaker {
    var random: SeededGenerator

    mutating func integer(_ depth: Int) -> Tree<Int> {
        guard depth > 0, random.below(6) > 0 else { return integerLeaf() }
        let left = integer(depth - 1)
        switch random.below(12) {
        case 0, 1: return combine(left, integer(depth - 1), { $0 + $1 }, &+)
        case 2, 3: return combine(left, integer(depth - 1), { $0 - $1 }, &-)
        case 4, 5: return combine(left, integer(depth - 1), { $0 * $1 }, &*)
        case 6:
            let divisor = [-3, -1, 2, 5][random.below(4)]
            return Tree(left.expression / divisor, left.value.map { $0 / divisor })
        case 7:
            let divisor = [-3, -1, 2, 5][random.below(4)]
            return Tree(left.expression % divisor, left.value.map { $0 % divisor })
        case 8: return Tree(-left.expression, left.value.map { -$0 })
        case 9:
            let other = integer(depth - 1)
            return Tree(left.expression.coalesce(other.expression), left.value ?? other.value)
        case 10:
            let text = self.text(depth - 1)
            return Tree(text.expression.length(), text.value.map { $0.unicodeScalars.count })
        default:
            let condition = boolean(depth - 1)
            let other = integer(depth - 1)
            return Tree(
                Case.when(condition.expression, then: left.expression).else(other.expression),
                condition.value == true ? left.value : other.value)
        }
    }

    private func combine(
        _ left: Tree<Int>, _ right: Tree<Int>,
        _ build: (Expression<Int?>, Expression<Int?>) -> Expression<Int?>,
        _ compute: (Int, Int) -> Int
    ) -> Tree<Int> {
        let value = left.value.flatMap { left in right.value.map { compute(left, $0) } }
        return Tree(build(left.expression, right.expression), value)
    }

    private mutating func integerLeaf() -> Tree<Int> {
        let value: Int? = random.below(5) == 0 ? nil : random.below(7) - 3
        return Tree(Expression<Int?>.value(value), value)
    }

    mutating func text(_ depth: Int) -> Tree<String> {
        guard depth > 0, random.below(5) > 0 else {
            let words = ["", "a", "ab", "B", "a%b", "_", "\\", "'", "NOT"]
            let value = random.below(6) == 0 ? nil : words[random.below(words.count)]
            return Tree(Expression<String?>.value(value), value)
        }
        let left = text(depth - 1)
        switch random.below(5) {
        case 0, 1, 2:
            let right = text(depth - 1)
            let value = left.value.flatMap { left in right.value.map { left + $0 } }
            return Tree(left.expression.concat(right.expression), value)
        case 3:
            let number = integer(depth - 1)
            return Tree(number.expression.cast(to: String.self), number.value.map { "\($0)" })
        default:
            let other = text(depth - 1)
            return Tree(
                left.expression.nullIf(other.expression),
                left.value == other.value ? nil : left.value)
        }
    }
}
