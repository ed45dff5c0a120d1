import ORMTestSupport
@testable import ORM

extension StockWork {
    private func pick<Value>(_ held: [String: Value]) -> (String, Value)? {
        held.sorted { $0.key < $1.key }.randomElement(using: &random).map { ($0.key, $0.value) }
    }

    func add() async throws {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let archive = Archive(name: newName("a"))
            note("add archive \(archive.name)")
            session.add(archive)
            objects.archives[archive.name] = archive
            model.archives.insert(archive.name)
        case 1:
            guard let (name, archive) = pick(objects.archives) else { return }
            try await touch([name])
            let rack = Rack(name: newName("r"), archive: archive)
            note("rack \(rack.name) in \(name)")
            if chance(50) { archive.racks.append(rack) } else { session.add(rack) }
            objects.racks[rack.name] = rack
            model.racks[rack.name] = name
            try await touch([rack.name])
        case 2:
            let on = chance(70) ? pick(objects.racks) : nil
            if let on { try await touch([on.0]) }
            let volume = Volume(name: newName("v"), rack: on?.1)
            note("volume \(volume.name) on \(on?.0 ?? "nothing")")
            if let on, chance(50) { on.1.volumes.append(volume) } else { session.add(volume) }
            objects.volumes[volume.name] = volume
            model.volumes[volume.name] = .some(on?.0)
            try await touch([volume.name])
        default:
            guard let (name, rack) = pick(objects.racks) else { return }
            try await touch([name])
            let sticker = Sticker(name: newName("s"), rack: rack)
            note("sticker \(sticker.name) on \(name)")
            if chance(50) { rack.stickers.append(sticker) } else { session.add(sticker) }
            objects.stickers[sticker.name] = sticker
            model.stickers[sticker.name] = name
            try await touch([sticker.name])
        }
    }

    func move() async throws {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            guard let (name, rack) = pick(objects.racks), let old = model.racks[name],
                let (to, archive) = pick(objects.archives)
            else { return }
            try await touch([name, old, to])
            note("rack \(name) goes to \(to)")
            if chance(50) { archive.racks.append(rack) } else { rack.archive = ToOne(archive) }
            model.racks[name] = to
        case 1:
            guard let (name, volume) = pick(objects.volumes), let old = model.volumes[name] else {
                return
            }
            let to = chance(70) ? pick(objects.racks) : nil
            try await touch([name] + [old, to?.0].compactMap { $0 })
            note("volume \(name) goes to \(to?.0 ?? "nothing")")
            if let to, chance(50) {
                to.1.volumes.append(volume)
            } else {
                volume.rack = to.map { ToOne($0.1) }
            }
            model.volumes[name] = .some(to?.0)
        default:
            guard let (name, sticker) = pick(objects.stickers), let old = model.stickers[name],
                let (to, rack) = pick(objects.racks)
            else { return }
            try await touch([name, old, to])
            note("sticker \(name) goes to \(to)")
            if chance(50) { rack.stickers.append(sticker) } else { sticker.rack = ToOne(rack) }
            model.stickers[name] = to
        }
    }

    /// What is taken out of what owns it is deleted; what leans on something leans on nothing.
    func takeOut() async throws {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            guard let (name, rack) = pick(objects.racks), let from = model.racks[name],
                let archive = objects.archives[from]
            else { return }
            try await touch(model.family(name) + [from])
            note("take rack \(name) out of \(from)")
            archive.racks.remove(rack)
            model.remove(rack: name)
        case 1:
            guard let (name, volume) = pick(objects.volumes),
                let from = model.volumes[name] ?? nil, let rack = objects.racks[from]
            else { return }
            try await touch([name, from])
            note("take volume \(name) off \(from)")
            rack.volumes.remove(volume)
            model.volumes[name] = .some(nil)
        default:
            guard let (name, sticker) = pick(objects.stickers), let from = model.stickers[name],
                let rack = objects.racks[from]
            else { return }
            try await touch([name, from])
            note("take sticker \(name) off \(from)")
            rack.stickers.remove(sticker)
            model.stickers[name] = nil
        }
        objects = objects.kept(in: model)
    }

    func delete() async throws {
        if chance(40) {
            guard let (name, archive) = pick(objects.archives) else { return }
            let racks = model.racks.filter { $0.value == name }.keys
            try await touch([name] + racks.flatMap { model.family($0) })
            note("delete archive \(name)")
            session.delete(archive)
            model.remove(archive: name)
        } else {
            guard let (name, rack) = pick(objects.racks), let from = model.racks[name] else {
                return
            }
            try await touch(model.family(name) + [from])
            note("delete rack \(name)")
            session.delete(rack)
            model.remove(rack: name)
        }
        objects = objects.kept(in: model)
    }

    func load() async throws {
        try await flush()
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            note("load racks")
            try await session.load(\.racks, of: Array(objects.archives.values))
        case 1:
            note("load volumes")
            try await session.load(\.volumes, of: Array(objects.racks.values))
        case 2:
            note("load stickers")
            try await session.load(\.stickers, of: Array(objects.racks.values))
        default:
            note("expire everything and read it")
            session.expireAll()
            _ = try await session.fetch(Rack.all)
            try await session.refresh(contentsOf: Array(objects.volumes.values))
        }
        try checkInstances()
    }
}
