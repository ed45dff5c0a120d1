import Foundation

@main
enum Program {
    static func main() async {
        do {
            let settings = try Settings(environment: ProcessInfo.processInfo.environment)
            try await Demo(settings: settings).run()
        } catch {
            Progress.say("error: \(error)")
            exit(1)
        }
    }
}
