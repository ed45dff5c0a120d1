import PGCore

/// Makes a number from a text that the table's author knows to be one.
func numeric(_ text: String) -> PGNumeric {
    guard let value = PGNumeric(text) else { preconditionFailure("not a number: \(text)") }
    return value
}

func date(_ year: Int, _ month: Int, _ day: Int) -> PGDate {
    guard let value = PGDate(year: year, month: month, day: day) else {
        preconditionFailure("no such day: \(year)-\(month)-\(day)")
    }
    return value
}

func time(_ hour: Int, _ minute: Int, _ second: Int, _ microsecond: Int) -> PGTime {
    let value = PGTime(hour: hour, minute: minute, second: second, microsecond: microsecond)
    guard let value else { preconditionFailure("no such time: \(hour):\(minute):\(second)") }
    return value
}

func timestamp(_ date: PGDate, _ time: PGTime) -> PGTimestamp {
    guard let value = PGTimestamp(date, time) else { preconditionFailure("out of range: \(date)") }
    return value
}

func instant(_ date: PGDate, _ time: PGTime) -> PGTimestampTZ {
    guard let value = PGTimestampTZ(date, time) else {
        preconditionFailure("out of range: \(date)")
    }
    return value
}

/// Makes a value from a text that the table's author knows to be one.
func made<Value: LosslessStringConvertible>(_ text: String, _ type: Value.Type) -> Value {
    guard let value = Value(text) else { preconditionFailure("not a \(type): \(text)") }
    return value
}
