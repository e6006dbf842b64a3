using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Builder;
using O2O.Dispatch.Payments.Sandbox;
using O2O.Dispatch.Payments.Sandbox.Http;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddPaymentSandbox();
var app = builder.Build();
app.Services.GetRequiredService<PaymentSandbox>().BaseAddress = app.Configuration["urls"]?.Split(';')[0] ?? "http://localhost:5000";
app.MapPaymentSandbox();
await app.RunAsync();
