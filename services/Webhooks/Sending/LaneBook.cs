namespace Atlas.Webhooks.Sending;

/// <summary>
/// What this process has in flight, lane by lane, and which lanes to look into again when something of theirs comes back. A
/// lane that gave all it had needs no second look; one that was full does.
/// </summary>
sealed class LaneBook
{
    readonly Dictionary<LaneKey, Page> pages = [];

    sealed class Page
    {
        public int InFlight;
        public bool WantsAnotherLook;
    }

    /// <summary>Before a claim: whatever comes back while it runs may make room that it did not see.</summary>
    public void BeginClaim(IEnumerable<LaneKey> lanes)
    {
        lock (pages)
            foreach (var lane in lanes)
                if (pages.TryGetValue(lane, out var page)) page.WantsAnotherLook = true;
    }

    /// <summary>After a claim, for each lane that it took from.</summary>
    public void Took(LaneKey lane, int count, bool mayHaveMore)
    {
        lock (pages)
        {
            if (!pages.TryGetValue(lane, out var page)) pages[lane] = page = new Page();
            page.InFlight += count;
            page.WantsAnotherLook = mayHaveMore;
        }
    }

    /// <summary>Something came back; true when the lane is to be looked into again.</summary>
    public bool CameBack(LaneKey lane)
    {
        lock (pages)
        {
            var page = pages[lane];
            var wantsAnotherLook = page.WantsAnotherLook;
            page.WantsAnotherLook = false;
            if (--page.InFlight == 0) pages.Remove(lane);
            return wantsAnotherLook;
        }
    }
}
