import PGCore
import StrataMacros

// The tables of ``Chinook`` about music; not all of their columns.

extension Chinook {
    /// Who plays.
    @Table("artist")
    struct Artist: Equatable {
        var artistID: Int
        var name: String?
    }

    /// What was published together.
    @Table("album")
    struct Album: Equatable {
        var albumID: Int
        var title: String
        var artistID: Int
    }

    /// A kind of music.
    @Table("genre")
    struct Genre: Equatable {
        var genreID: Int
        var name: String?
    }

    /// A piece of music.
    @Table("track")
    struct Track: Equatable {
        var trackID: Int
        var name: String
        var albumID: Int?
        var genreID: Int?
        var composer: String?
        var milliseconds: Int
        var unitPrice: PGNumeric
    }

    /// A list of tracks.
    @Table("playlist")
    struct Playlist: Equatable {
        var playlistID: Int
        var name: String?
    }

    /// A track in a list.
    @Table("playlist_track")
    struct PlaylistTrack: Equatable {
        var playlistID: Int
        var trackID: Int
    }
}
