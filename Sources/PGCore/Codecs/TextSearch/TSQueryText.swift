/// The spelling of text search queries.
///
/// Both directions work with a stack of their own: a query of any depth cannot exhaust the thread's.
enum TSQueryText {
    static func render(_ items: [PGTSQuery.Item]) -> String {
        var stack: [Part] = []
        // From the end, both operands of an operator come before it, the left one first.
        for item in items.reversed() {
            switch item {
            case .lexeme(let word, let weights, let prefix):
                stack.append(Part(text: lexeme(word, weights, prefix), item: item))
            case .not:
                guard let operand = stack.popLast() else { return "" }
                stack.append(Part(text: "!" + operand.text(within: item), item: item))
            case .and, .or, .followedBy:
                guard let right = stack.popLast(), let left = stack.popLast() else { return "" }
                let isPhrase = item.priority == 3
                let rightText = right.text(
                    within: item, isRightOfPhrase: isPhrase && right.item.priority == 3)
                var text = left.text(within: item)
                text += sign(item)
                text += rightText
                stack.append(Part(text: text, item: item))
            }
        }
        return stack.last?.text ?? ""
    }

    private struct Part {
        var text: String
        var item: PGTSQuery.Item

        /// The text, in parentheses where the operator around it holds more strongly.
        func text(within outer: PGTSQuery.Item, isRightOfPhrase: Bool = false) -> String {
            item.priority < outer.priority || isRightOfPhrase ? "( " + text + " )" : text
        }
    }

    private static func sign(_ item: PGTSQuery.Item) -> String {
        switch item {
        case .or: " | "
        case .followedBy(distance: 1): " <-> "
        case .followedBy(let distance): " <\(distance)> "
        default: " & "
        }
    }

    private static func lexeme(_ word: String, _ weights: PGTSWeights, _ prefix: Bool) -> String {
        let letters = PGTSWeights.letters.filter { weights.contains($0.weight) }.map(\.letter)
        let marks = (prefix ? "*" : "") + letters.joined()
        return LexemeText.quote(word) + (marks.isEmpty ? "" : ":" + marks)
    }

    /// Reads a query, or returns `nil` when it is not one.
    static func parse(_ text: String) -> [PGTSQuery.Item]? {
        var parser = Parser(scanner: TextScanner(text))
        return parser.parse()
    }

    /// Puts operators after their operands, which is the server's order from the end.
    private struct Parser {
        var scanner: TextScanner
        var output: [PGTSQuery.Item] = []
        /// Operators that wait for their right operand; `nil` is an open parenthesis.
        var waiting: [PGTSQuery.Item?] = []

        mutating func parse() -> [PGTSQuery.Item]? {
            skipSpaces()
            if scanner.isAtEnd { return [] }
            var wantsOperand = true
            while !scanner.isAtEnd {
                guard wantsOperand ? takeOperand(&wantsOperand) : takeOperator(&wantsOperand)
                else { return nil }
                skipSpaces()
            }
            release { _ in true }
            guard waiting.isEmpty, !wantsOperand else { return nil }
            return output.reversed()
        }

        private mutating func takeOperand(_ wantsOperand: inout Bool) -> Bool {
            if scanner.take("!") {
                waiting.append(.not)
            } else if scanner.take("(") {
                waiting.append(nil)
            } else {
                guard let word = LexemeText.scan(&scanner) else { return false }
                var weights: PGTSWeights = []
                var prefix = false
                if scanner.take(":") {
                    guard marks(&weights, &prefix) else { return false }
                }
                output.append(.lexeme(word, weights: weights, prefix: prefix))
                wantsOperand = false
            }
            return true
        }

        private mutating func marks(_ weights: inout PGTSWeights, _ prefix: inout Bool) -> Bool {
            let marks = scanner.characters { "*ABCDabcd".utf8.contains($0) }
            for mark in marks.uppercased() {
                if mark == "*" { prefix = true }
                for (weight, letter) in PGTSWeights.letters where letter == String(mark) {
                    weights.insert(weight)
                }
            }
            return !marks.isEmpty
        }

        private mutating func takeOperator(_ wantsOperand: inout Bool) -> Bool {
            if scanner.take(")") {
                release { _ in true }
                return waiting.popLast() != nil
            }
            guard let item = binaryOperator() else { return false }
            release { $0.priority >= item.priority }
            waiting.append(item)
            wantsOperand = true
            return true
        }

        private mutating func binaryOperator() -> PGTSQuery.Item? {
            if scanner.take("&") { return .and }
            if scanner.take("|") { return .or }
            guard scanner.take("<") else { return nil }
            if scanner.take("->") { return .followedBy(distance: 1) }
            guard let distance = scanner.number().flatMap({ UInt16(exactly: $0) }),
                scanner.take(">")
            else { return nil }
            return .followedBy(distance: distance)
        }

        /// Moves operators to the output while they are wanted, down to a parenthesis.
        private mutating func release(while isWanted: (PGTSQuery.Item) -> Bool) {
            while case .some(.some(let item)) = waiting.last, isWanted(item) {
                output.append(item)
                waiting.removeLast()
            }
        }

        private mutating func skipSpaces() {
            while scanner.take(" ") {}
        }
    }
}
