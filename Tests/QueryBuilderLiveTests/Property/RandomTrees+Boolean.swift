import PGCore
import QueryBuilder

extension TreeMaker {
    mutating func boolean(_ depth: Int) -> Tree<Bool> {
        guard depth > 0, random.below(8) > 0 else {
            let value: Bool? = [true, false, nil][random.below(3)]
            return Tree(Expression<Bool?>.value(value), value)
        }
        switch random.below(10) {
        case 0, 1, 2: return logical(depth)
        case 3, 4: return comparison(depth)
        case 5: return test(depth)
        case 6: return membership(depth)
        case 7: return between(depth)
        case 8: return pattern(depth)
        default: return equality(depth)
        }
    }

    private mutating func logical(_ depth: Int) -> Tree<Bool> {
        let left = boolean(depth - 1)
        let right = boolean(depth - 1)
        switch random.below(3) {
        case 0:
            return Tree(
                any: left.expression && right.expression, Truth.and(left.value, right.value))
        case 1:
            return Tree(any: left.expression || right.expression, Truth.or(left.value, right.value))
        default: return Tree(any: !left.expression, Truth.not(left.value))
        }
    }

    private mutating func comparison(_ depth: Int) -> Tree<Bool> {
        let left = integer(depth - 1)
        let right = integer(depth - 1)
        func value(_ compare: (Int, Int) -> Bool) -> Bool? {
            left.value.flatMap { left in right.value.map { compare(left, $0) } }
        }
        let (a, b) = (left.expression, right.expression)
        return switch random.below(6) {
        case 0: Tree(any: a == b, value(==))
        case 1: Tree(any: a != b, value(!=))
        case 2: Tree(any: a < b, value(<))
        case 3: Tree(any: a <= b, value(<=))
        case 4: Tree(any: a > b, value(>))
        default: Tree(any: a >= b, value(>=))
        }
    }

    /// Comparisons of truth values, whose operands bind as loosely as can be.
    private mutating func equality(_ depth: Int) -> Tree<Bool> {
        let left = boolean(depth - 1)
        let right = boolean(depth - 1)
        switch random.below(4) {
        case 0:
            let value = left.value.flatMap { left in right.value.map { left == $0 } }
            return Tree(any: left.expression == right.expression, value)
        case 1:
            return Tree(any: left.expression.is(right.expression), left.value == right.value)
        case 2:
            return Tree(any: left.expression.isNot(right.expression), left.value != right.value)
        default:
            let list = [true, false]
            return Tree(any: left.expression.in(list), left.value.map { _ in true })
        }
    }

    private mutating func test(_ depth: Int) -> Tree<Bool> {
        let operand = boolean(depth - 1)
        let expression = operand.expression
        return switch random.below(8) {
        case 0: Tree(any: expression.isTrue, operand.value == true)
        case 1: Tree(any: expression.isNotTrue, operand.value != true)
        case 2: Tree(any: expression.isFalse, operand.value == false)
        case 3: Tree(any: expression.isNotFalse, operand.value != false)
        case 4: Tree(any: expression.isUnknown, operand.value == nil)
        case 5: Tree(any: expression.isNotUnknown, operand.value != nil)
        case 6: Tree(any: expression.isNull, operand.value == nil)
        default: Tree(any: expression.isNotNull, operand.value != nil)
        }
    }

    private mutating func membership(_ depth: Int) -> Tree<Bool> {
        let operand = integer(depth - 1)
        let list = (0..<random.below(4)).map { _ in random.below(5) - 2 }
        let isIn: Bool? = list.isEmpty ? false : operand.value.map { list.contains($0) }
        return random.below(2) == 0
            ? Tree(any: operand.expression.in(list), isIn)
            : Tree(any: operand.expression.notIn(list), Truth.not(isIn))
    }

    private mutating func between(_ depth: Int) -> Tree<Bool> {
        let operand = integer(depth - 1)
        let low = integer(depth - 1)
        let high = integer(depth - 1)
        func atMost(_ left: Int?, _ right: Int?) -> Bool? {
            left.flatMap { left in right.map { left <= $0 } }
        }
        func lies(_ low: Int?, _ high: Int?) -> Bool? {
            Truth.and(atMost(low, operand.value), atMost(operand.value, high))
        }
        let plain = lies(low.value, high.value)
        let either = Truth.or(plain, lies(high.value, low.value))
        let (e, a, b) = (operand.expression, low.expression, high.expression)
        return switch random.below(4) {
        case 0: Tree(any: e.between(a, and: b), plain)
        case 1: Tree(any: e.notBetween(a, and: b), Truth.not(plain))
        case 2: Tree(any: e.between(a, and: b, symmetric: true), either)
        default: Tree(any: e.notBetween(a, and: b, symmetric: true), Truth.not(either))
        }
    }

    private mutating func pattern(_ depth: Int) -> Tree<Bool> {
        let operand = text(depth - 1)
        let pattern = ["", "%", "a%", "_", "%b", "a\\%b", "\\\\", "%O%"][random.below(8)]
        let matches = operand.value.map { isLike($0[...], pattern[...]) }
        return switch random.below(4) {
        case 0: Tree(any: operand.expression.like(pattern), matches)
        case 1: Tree(any: operand.expression.notLike(pattern), Truth.not(matches))
        case 2: Tree(any: operand.expression.contains("a"), operand.value.map { $0.contains("a") })
        default: Tree(any: operand.expression.like(pattern, escape: "\\"), matches)
        }
    }
}
