@testable import PGWire
import Testing

/// The machine as a transcript: one event a line, and what the connection has to do.
@Suite("Pipeline state machine")
struct PipelineStateMachineTests {
    final class Statement: CustomStringConvertible {
        let name: String
        init(_ name: String) { self.name = name }
        var description: String { name }
    }

    typealias Machine = PipelineStateMachine<Statement>

    private func text(_ action: Machine.Action) -> String {
        switch action {
        case .none: "none"
        case .keep(let statement): "keep \(statement)"
        case .deliver(let statement): "deliver \(statement)"
        case .complete(let statement, let next, let cancelNext):
            "complete \(statement), next \(next?.name ?? "-")" + (cancelNext ? ", cancel it" : "")
        case .release(let statements): "release \(statements.map(\.name).joined(separator: " "))"
        case .protocolViolation: "violation"
        }
    }

    private func text(_ submission: Machine.Submission) -> String {
        switch submission {
        case .send(let isHead): isHead ? "send as head" : "send"
        case .hold: "hold"
        }
    }

    private let a = Statement("a")
    private let b = Statement("b")
    private let c = Statement("c")

    @Test func answersComeInTheOrderOfTheStatements() {
        var machine = Machine()
        #expect(text(machine.submit(a)) == "send as head")
        #expect(text(machine.submit(b)) == "send")
        #expect(text(machine.received(.result)) == "keep a")
        #expect(text(machine.received(.end)) == "none")
        #expect(text(machine.received(.sync)) == "complete a, next b")
        #expect(text(machine.received(.result)) == "keep b")
        #expect(text(machine.received(.sync)) == "complete b, next -")
        #expect(machine.isQuiet)
    }

    @Test func onlyTheFirstErrorIsKeptAndTheRestUpToTheSyncIsSkipped() {
        var machine = Machine()
        _ = machine.submit(a)
        #expect(text(machine.received(.error)) == "keep a")
        #expect(text(machine.received(.aborted)) == "none")
        #expect(text(machine.received(.error)) == "none")
        #expect(text(machine.received(.sync)) == "complete a, next -")
    }

    @Test func aCancelFencesWhatComesAfterUntilASyncProvesItHarmless() {
        var machine = Machine()
        _ = machine.submit(a)
        #expect(machine.abandon(a) == .cancelOnServer)
        #expect(text(machine.submit(b)) == "hold")
        #expect(text(machine.received(.error)) == "keep a")
        #expect(text(machine.received(.sync)) == "complete a, next -")
        #expect(!machine.expectsAnswers)
        let mustSync = machine.cancelArrived()
        #expect(mustSync)
        #expect(machine.expectsAnswers)
        #expect(text(machine.submit(c)) == "hold")
        #expect(text(machine.received(.sync)) == "release b c")
        #expect(machine.head === b)
        #expect(!machine.isFenced)
    }

    @Test func aCancelThatArrivesBeforeTheVictimEndsStillFences() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.abandon(a)
        let mustSync = machine.cancelArrived()
        #expect(mustSync)
        #expect(text(machine.received(.error)) == "keep a")
        #expect(text(machine.received(.sync)) == "complete a, next -")
        #expect(machine.isFenced)
        #expect(text(machine.received(.sync)) == "release ")
        #expect(machine.isQuiet)
    }

    @Test func aLateCancelThatHitsTheFenceItselfIsSwallowed() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.abandon(a)
        _ = machine.received(.sync)
        _ = machine.cancelArrived()
        #expect(text(machine.received(.error)) == "none")
        #expect(text(machine.received(.sync)) == "release ")
    }

    @Test func oneBehindOthersIsCancelledWhenItsTurnComes() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.submit(b)
        #expect(machine.abandon(b) == .discardResult)
        #expect(machine.abandon(b) == .unknown)
        #expect(text(machine.received(.sync)) == "complete a, next b, cancel it")
        #expect(machine.isFenced)
        #expect(text(machine.received(.row)) == "none")
    }

    @Test func oneThatIsHeldIsDropped() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.abandon(a)
        _ = machine.submit(b)
        #expect(machine.abandon(b) == .dropped)
        #expect(machine.count == 1)
    }

    @Test func aLostConnectionReturnsEveryStatementOnce() {
        var machine = Machine()
        _ = machine.submit(a)
        _ = machine.submit(b)
        _ = machine.abandon(a)
        _ = machine.submit(c)
        let (statements, sent) = machine.connectionLost()
        #expect(statements.map(\.name) == ["a", "b", "c"])
        #expect(sent == 2)
        #expect(machine.head == nil)
    }

    @Test func answersToNothingAreAViolation() {
        var machine = Machine()
        #expect(text(machine.received(.result)) == "violation")
        #expect(text(machine.received(.end)) == "none")
    }

    @Test func copyIsAViolation() {
        var machine = Machine()
        _ = machine.submit(a)
        #expect(text(machine.received(.copy)) == "violation")
    }

    @Test(arguments: 0..<200)
    func anyLegalSequenceEndsWithEveryStatementAnsweredOnce(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var machine = Machine()
        var open: [Statement] = []
        var answered: [ObjectIdentifier: Int] = [:]
        var cancelInFlight = false

        func apply(_ action: Machine.Action) {
            switch action {
            case .complete(let statement, _, let cancelNext):
                answered[ObjectIdentifier(statement), default: 0] += 1
                if cancelNext { cancelInFlight = true }
            case .protocolViolation(let what): Issue.record("violation: \(what), seed \(seed)")
            case .none, .keep, .deliver, .release: break
            }
        }

        for _ in 0..<200 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where open.count < 40:
                let statement = Statement("\(open.count)")
                open.append(statement)
                _ = machine.submit(statement)
            case 1:
                guard let victim = open.randomElement(using: &random) else { continue }
                switch machine.abandon(victim) {
                case .cancelOnServer: cancelInFlight = true
                case .dropped: answered[ObjectIdentifier(victim), default: 0] += 1
                case .discardResult, .unknown: break
                }
            case 2 where cancelInFlight:
                cancelInFlight = false
                _ = machine.cancelArrived()
            default:
                if machine.expectsAnswers { apply(machine.received(.sync)) }
            }
        }
        while machine.expectsAnswers || cancelInFlight {
            if cancelInFlight {
                cancelInFlight = false
                _ = machine.cancelArrived()
            }
            if machine.expectsAnswers { apply(machine.received(.sync)) }
        }
        #expect(machine.isQuiet)
        #expect(open.allSatisfy { answered[ObjectIdentifier($0)] == 1 })
    }
}

/// A small generator whose sequence a seed fixes.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
