export default function Page() {
  return <p>A page that acts for an Account.</p>;
}
