@testable import DemoAPI

extension Tier {
    var path: String { usersPath }
}
