namespace O2O.Dispatch.Web.Tests;

/// <summary>A fact that needs the pages in a browser: Chromium, and Node for the driver and for building the pages. Without them it is skipped with a line that says so.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Tools.Chromium is null)
        {
            Skip = "needs Chromium: chromium is not on PATH";
        }
        else if (Tools.Node is null)
        {
            Skip = "needs Node.js beside Chromium: node is not on PATH, so the pages are not built";
        }
    }
}
